/** A pack has exactly the keys of the English part: a missing or a stray one does not compile. */
export type Translation<Part> = { readonly [Key in keyof Part]: string };
