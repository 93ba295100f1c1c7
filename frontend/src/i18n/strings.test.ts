import { parseSync } from "vite";
import { describe, expect, it } from "vitest";
import { admin } from "./en/admin";
import { app } from "./en/app";
import { fields } from "./en/fields";
import { light } from "./en/light";
import { pages } from "./en/pages";
import { profile } from "./en/profile";

/**
 * No words outside the catalogue: reads every source as the compiler does and looks for text that would be
 * shown as it stands.
 */
interface Node {
  type: string;
  start: number;
  [name: string]: unknown;
}

const SHOWN = new Set([
  "label",
  "title",
  "placeholder",
  "alt",
  "description",
  "aria-label",
  "text",
  "sub",
  "error",
]);
const keys = new Set(Object.keys({ ...light, ...app, ...pages, ...fields, ...profile, ...admin }));
const WORDS = /\p{L}{2,}/u;
/** Names of things, and what is the same in every language. */
const SAME = /^(Tocsin|ms|s|UTC|curl|tocsin)$/;

const isNode = (value: unknown): value is Node =>
  value !== null && typeof value === "object" && typeof (value as Node).type === "string";

function literalsOf(node: Node | null | undefined): string[] {
  if (!node) return [];
  if (node.type === "Literal" && typeof node.value === "string") return [node.value];
  if (node.type === "TemplateLiteral")
    return (node.quasis as { value: { cooked: string } }[]).map((each) => each.value.cooked);
  if (node.type === "JSXExpressionContainer") return literalsOf(node.expression as Node);
  if (node.type === "ConditionalExpression")
    return [...literalsOf(node.consequent as Node), ...literalsOf(node.alternate as Node)];
  if (node.type === "LogicalExpression") return literalsOf(node.right as Node);
  return [];
}

/** The text of `node` that a reader would see. */
function shownBy(node: Node): string[] {
  if (node.type === "JSXText") return [String(node.value)];
  if (node.type === "JSXAttribute") {
    const { name } = node.name as { name: string };
    return SHOWN.has(name) ? literalsOf(node.value as Node) : [];
  }
  if (node.type === "JSXElement" || node.type === "JSXFragment")
    return (node.children as Node[]).flatMap((child) =>
      child.type === "JSXExpressionContainer" ? literalsOf(child) : [],
    );
  if (node.type === "Property" && SHOWN.has(String((node.key as Node).name ?? (node.key as Node).value)))
    return literalsOf(node.value as Node);
  if (node.type === "CallExpression" && /^(h|toast|notice)$/.test(String((node.callee as Node).name)))
    return (node.arguments as Node[])
      .slice((node.callee as Node).name === "h" ? 2 : 0)
      .flatMap((each) => literalsOf(each));
  return [];
}

function walk(node: unknown, found: string[]): void {
  if (Array.isArray(node)) for (const each of node) walk(each, found);
  else if (isNode(node)) {
    found.push(...shownBy(node));
    for (const value of Object.values(node)) if (typeof value === "object") walk(value, found);
  }
}

function strayIn(name: string, text: string): string[] {
  const found: string[] = [];
  walk(parseSync(name, text).program, found);
  return found
    .map((each) => each.trim())
    .filter((each) => WORDS.test(each) && !SAME.test(each) && !keys.has(each));
}

describe("words in the sources", () => {
  it("are found where they would be shown", () => {
    const bad = `const a = <p title="Some words">Hello {b ? "there" : x}</p>; const c = { label: "Stray" };`;
    expect(strayIn("a.tsx", bad).sort()).toEqual(["Hello", "Some words", "Stray", "there"]);
    expect(strayIn("a.tsx", `const a = <p className="wide" title={t("a.b")}>{t("c.d")} · 12</p>;`)).toEqual(
      [],
    );
  });

  it("all stand in the catalogue", () => {
    const sources = import.meta.glob<string>("../**/*.{ts,tsx}", {
      query: "?raw",
      import: "default",
      eager: true,
    });
    const read = Object.entries(sources).filter(([name]) => !/\.test\.|\/(en|es)\/|schema\.d\.ts/.test(name));
    expect(read.length).toBeGreaterThan(60);
    const stray = read.flatMap(([name, text]) => strayIn(name, text).map((each) => `${name}: ${each}`));
    expect(stray).toEqual([]);
  });
});
