// `npm run dev`: Vite with hot reload. Against the stand-in API by default; TOCSIN_API=http://… uses a
// real one, whose allowed origin then has to be this server's.
import { createServer } from "vite";
import { startStub } from "./stub.mjs";

if (!process.env.TOCSIN_API) {
  startStub(18101);
  console.log(
    "stand-in API: sign in as ada@example.org with “correct horse battery”, any six digits are a code",
  );
}
const server = await createServer();
await server.listen();
server.printUrls();
