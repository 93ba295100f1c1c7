import { addMessages } from "..";
import { profile } from "../en/profile";

addMessages(profile);
