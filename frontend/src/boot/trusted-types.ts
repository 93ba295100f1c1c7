/**
 * The page runs under `require-trusted-types-for 'script'`. Two harmless things of libraries reach
 * a guarded sink: style sheets written as text (no `<` in them) and addresses of our own chunks.
 * Everything else throws.
 */
interface Policies {
  createPolicy(
    name: string,
    rules: { createHTML(text: string): string; createScriptURL(url: string): string },
  ): unknown;
}

export function plainText(text: string): string {
  if (text.includes("<")) throw new TypeError("markup is not allowed here");
  return text;
}

export function ownAddress(url: string, origin: string): string {
  if (new URL(url, origin).origin !== origin) throw new TypeError("only scripts of this site are allowed");
  return url;
}

const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
policies?.createPolicy("default", {
  createHTML: plainText,
  createScriptURL: (url) => ownAddress(url, location.origin),
});
