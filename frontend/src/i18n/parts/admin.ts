import { addMessages } from "..";
import { admin } from "../en/admin";

addMessages(admin);
