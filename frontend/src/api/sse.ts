/** One event of a text/event-stream. */
export interface StreamEvent {
  id: string | null;
  name: string;
  data: string;
}

const MOST_CHARS = 4 << 20;

/**
 * Reads a text/event-stream piece by piece. An event is given out once, when the blank line after it has
 * come; comments and unknown fields are passed over.
 */
export class EventReader {
  private rest = "";
  private id: string | null = null;
  private name = "";
  private data: string[] = [];

  /** The events that this piece of text completes. */
  push(text: string): StreamEvent[] {
    const found: StreamEvent[] = [];
    const lines = (this.rest + text).split(/\r\n|\n/);
    this.rest = lines.pop() ?? "";
    if (this.rest.length > MOST_CHARS) throw new Error("a line of the stream is too long");
    for (const line of lines) {
      const event = this.line(line);
      if (event) found.push(event);
    }
    return found;
  }

  private line(line: string): StreamEvent | null {
    if (line === "") return this.end();
    const colon = line.indexOf(":");
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") this.id = value;
    else if (field === "event") this.name = value;
    else if (field === "data") this.data.push(value);
    return null;
  }

  private end(): StreamEvent | null {
    const event = { id: this.id, name: this.name, data: this.data.join("\n") };
    const empty = this.name === "" && this.data.length === 0 && this.id === null;
    this.id = null;
    this.name = "";
    this.data = [];
    return empty ? null : event;
  }
}
