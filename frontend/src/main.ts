import "./boot/trusted-types";
import "./styles/tokens.css";
import "./styles/tokens-more.css";
import "./styles/base.css";
import { start } from "./boot/start";
import { keepPainted } from "./prefs/apply";

const place = document.getElementById("root");
if (!place) throw new Error("the page has no root element");
keepPainted();
void start(place);
