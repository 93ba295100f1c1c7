import { describe, expect, it } from "vitest";
import { EventReader } from "./sse";

const text = ': beat\n\nid: 7-1\nevent: hosts\ndata: {"a":1}\n\nevent: bye\r\ndata: x\r\ndata: y\r\n\r\n';
const events = [
  { id: "7-1", name: "hosts", data: '{"a":1}' },
  { id: null, name: "bye", data: "x\ny" },
];

describe("EventReader", () => {
  it("reads events, with comments passed over", () => {
    expect(new EventReader().push(text)).toEqual(events);
  });

  it("reads the same whatever the pieces", () => {
    for (let size = 1; size < text.length; size++) {
      const reader = new EventReader();
      const found = [];
      for (let at = 0; at < text.length; at += size) found.push(...reader.push(text.slice(at, at + size)));
      expect(found).toEqual(events);
    }
  });

  it("gives out nothing that is not complete", () => {
    expect(new EventReader().push("id: 1\nevent: hosts\ndata: {}\n")).toEqual([]);
  });

  it("refuses a line without end", () => {
    expect(() => new EventReader().push("x".repeat((4 << 20) + 1))).toThrow();
  });
});
