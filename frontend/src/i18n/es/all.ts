import { admin } from "./admin";
import { app } from "./app";
import { fields } from "./fields";
import { light } from "./light";
import { pages } from "./pages";
import { profile } from "./profile";
import { server } from "./server";

export const all: Record<string, string> = {
  ...light,
  ...app,
  ...pages,
  ...fields,
  ...server,
  ...profile,
  ...admin,
};
