/**
 * English with accents, 40 % longer and in brackets: what is not in the catalogue, and what has no room to
 * grow, shows at a glance. Placeholders and the syntax of plurals stay as they are.
 */
const FROM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const TO = "áƀçđéƒǧĥíĵķļḿñóþǫŕšţúṽŵẋýžÁƁÇĐÉƑǦĤÍĴĶĻḾÑÓÞǪŔŠŢÚṼŴẊÝŽ";
const accents = new Map([...FROM].map((letter, at) => [letter, [...TO][at] ?? letter]));

const OPENING = /^\{\w+, plural,|^\{\w+\}/;
const BRANCH = /^\s*(?:=\d+|\w+) \{/;

const accented = (text: string) => [...text].map((letter) => accents.get(letter) ?? letter).join("");

function plural(message: string, at: number): [string, number] {
  let text = "";
  let place = at;
  for (let branch = BRANCH.exec(message.slice(place)); branch; branch = BRANCH.exec(message.slice(place))) {
    const [inner, end] = literal(message, place + branch[0].length);
    text += `${branch[0]}${inner}}`;
    place = end + 1;
  }
  const close = message.indexOf("}", place) + 1;
  return [text + message.slice(place, close), close];
}

/** Words up to the end of the message or of the branch it stands in. */
function literal(message: string, from: number): [string, number] {
  let text = "";
  let place = from;
  while (place < message.length && message[place] !== "}") {
    const opening = OPENING.exec(message.slice(place))?.[0];
    if (!opening) {
      text += accented(message[place] ?? "");
      place += 1;
    } else if (opening.endsWith("}")) {
      text += opening;
      place += opening.length;
    } else {
      const [inner, end] = plural(message, place + opening.length);
      text += opening + inner;
      place = end;
    }
  }
  return [text, place];
}

export function pseudo(message: string): string {
  const letters = message.replace(/\{[^{}]*\}/g, "").length;
  return `⟦${literal(message, 0)[0]}${"~".repeat(Math.ceil(letters * 0.4))}⟧`;
}
