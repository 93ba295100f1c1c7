// Words that a page shows and that are neither in the catalogue nor data. In the pseudo-language everything
// from the catalogue stands in ⟦brackets⟧; what the API answered is known from its answers.

const INNERMOST = /⟦[^⟦⟧]*⟧/g;
const WORD = /\p{L}{2,}/u;
// Written by Intl, and so by no catalogue: names of months, of units and of their halves of the day.
const INTL =
  /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|ms|min|kB|MB|GB|TB|KiB|MiB|GiB|byte|UTC)\b/g;
const NAMES = ["Tocsin", "HTTP", "API"];

/** `text` without `part`, however either is capitalised. */
function without(text, part) {
  const low = text.toLowerCase();
  let kept = "";
  let from = 0;
  for (let at = low.indexOf(part); at >= 0; at = low.indexOf(part, from)) {
    kept += `${text.slice(from, at)} `;
    from = at + part.length;
  }
  return kept + text.slice(from);
}

export class Words {
  #data = new Set();

  /** Remembers what the API answers on `page`. */
  listen(page) {
    page.on("response", async (response) => {
      if (!response.url().includes("/api/v1/")) return;
      try {
        this.#take(await response.json());
      } catch {
        // No JSON, or the page has gone on: nothing to remember.
      }
    });
  }

  #take(value) {
    if (typeof value === "string") this.#keep(value);
    else if (value !== null && typeof value === "object")
      for (const [name, each] of Object.entries(value)) {
        this.#keep(name);
        this.#take(each);
      }
  }

  #keep(text) {
    const bare = text.replace(/_(ms|s|percent|days)$/, "");
    for (const each of [text, text.replaceAll("_", " "), bare.replaceAll("_", " "), ...text.split("\n")])
      if (WORD.test(each)) this.#data.add(each.toLowerCase());
  }

  #rest(text, data) {
    let left = text;
    for (let before = ""; before !== left; ) {
      before = left;
      left = left.replace(INNERMOST, " ");
    }
    for (const each of data) left = without(left, each);
    return left.replace(INTL, " ");
  }

  /** Each text of the page, and each name for those who do not see it, that has words of its own. */
  async strayOn(page) {
    const texts = await page.evaluate(() => {
      const skip = "script, style, noscript, code, kbd, pre, [translate=no]";
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = walker.currentNode; node; node = walker.nextNode()) {
        const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (element.closest(skip)) continue;
        if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent);
        else
          for (const name of ["aria-label", "title", "placeholder", "alt"])
            if (node.hasAttribute(name)) found.push(node.getAttribute(name));
      }
      return found;
    });
    const origin = await page.evaluate(() => location.origin);
    const data = [...this.#data, origin, ...NAMES.map((name) => name.toLowerCase())];
    data.sort((a, b) => b.length - a.length);
    return [...new Set(texts)].filter((text) => WORD.test(this.#rest(text, data)));
  }
}
