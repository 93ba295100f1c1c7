import "./boot/trusted-types";
import "./styles/tokens.css";
import "./styles/base.css";
import { start } from "./boot/start";

const place = document.getElementById("root");
if (!place) throw new Error("the page has no root element");
void start(place);
