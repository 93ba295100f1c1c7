/** Elements without a library: the light pages are small enough to say what they are made of. */

type Child = Node | string | null;
type Listener = (event: Event) => void;
export type Props = Record<string, string | boolean | Listener | undefined>;

/**
 * An element with attributes (`true` is an empty attribute, `false` and undefined none) and
 * listeners (`onclick`). Children that are strings become text, never markup.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

let lastId = 0;

export function newId(): string {
  lastId += 1;
  return `light-${lastId}`;
}
