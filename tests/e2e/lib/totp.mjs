// An authenticator application: RFC 6238 with SHA-1, six digits, 30 s.
import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;

function bytesOf(base32) {
  const bits = [...base32.toUpperCase().replace(/[\s=]/g, "")]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

export function codeAt(secret, counter) {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac("sha1", bytesOf(secret)).update(message).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Codes that have not been used: the server takes one step before and after, each only once. */
export class Authenticator {
  #secret;
  #last = 0;

  constructor(secret) {
    this.#secret = secret;
  }

  async next() {
    const now = () => Math.floor(Date.now() / STEP_MS);
    const counter = Math.max(this.#last + 1, now());
    while (counter > now() + 1) await new Promise((resolve) => setTimeout(resolve, 500));
    this.#last = counter;
    return codeAt(this.#secret, counter);
  }
}
