import "./boot/trusted-types";
import "./styles/tokens.css";
import "./styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Root } from "./root";

const place = document.getElementById("root");
if (!place) throw new Error("the page has no root element");
createRoot(place).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
