// A web server on loopback that can be stopped and started again on the same port.
import { createServer } from "node:http";

export class Target {
  #server = null;
  port = 0;

  async start() {
    this.#server = createServer((_request, response) => {
      response.writeHead(200, { "Content-Type": "text/plain" });
      response.end("all is well\n");
    });
    await new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.port, "127.0.0.1", resolve);
    });
    this.port = this.#server.address().port;
  }

  async stop() {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  get url() {
    return `http://127.0.0.1:${this.port}/`;
  }
}
