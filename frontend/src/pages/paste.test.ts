import { describe, expect, it } from "vitest";
import { addressesOf, MOST_HOSTS, parsePaste } from "./paste";

const short = (text: string) =>
  parsePaste(text).hosts.map(({ name, address, group }) => [name, address, group]);

describe("pasted hosts", () => {
  it("are names or addresses, one a line", () => {
    expect(short("web-1.example.org\n\n# a remark\n192.0.2.7\n2001:db8::1")).toEqual([
      ["web-1.example.org", "web-1.example.org", null],
      ["192.0.2.7", "192.0.2.7", null],
      ["2001:db8::1", "2001:db8::1", null],
    ]);
  });

  it("have a name before the address where there are two words", () => {
    expect(short("web-1 192.0.2.1\nweb-2,192.0.2.2,web\nweb-3;192.0.2.3;web")).toEqual([
      ["web-1", "192.0.2.1", null],
      ["web-2", "192.0.2.2", "web"],
      ["web-3", "192.0.2.3", "web"],
    ]);
  });

  it("follow the head of a table; columns of other names are labels", () => {
    const { hosts } = parsePaste('address,name,env,group\n192.0.2.1,"One, the first",prod,web');
    expect(hosts).toEqual([
      { line: 2, name: "One, the first", address: "192.0.2.1", group: "web", labels: { env: "prod" } },
    ]);
  });

  it("are all addresses of a network but the first and the last", () => {
    expect(addressesOf("192.0.2.16/29")).toEqual([17, 18, 19, 20, 21, 22].map((last) => `192.0.2.${last}`));
    expect(addressesOf("192.0.2.8/32")).toEqual(["192.0.2.8"]);
    expect(addressesOf("10.0.0.0/8")).toBeNull();
    expect(addressesOf("300.0.2.0/24")).toBeNull();
    expect(parsePaste("10.1.0.0/22").hosts).toHaveLength(1022);
  });

  it("say what is wrong with a line and go on", () => {
    const { hosts, faults } = parsePaste("web-1\nwhat?\nweb-1\n10.0.0.0/8");
    expect(hosts).toHaveLength(1);
    expect(faults.map(({ line, fault }) => [line, fault])).toEqual([
      [2, "address"],
      [3, "twice"],
      [4, "network"],
    ]);
  });

  it("are no more than can be looked at", () => {
    const { hosts, faults } = parsePaste("10.1.0.0/22\n10.2.0.0/22");
    expect(hosts).toHaveLength(MOST_HOSTS);
    expect(faults[0]?.fault).toBe("many");
  });
});
