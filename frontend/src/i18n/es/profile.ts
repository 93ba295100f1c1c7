import type { profile as english } from "../en/profile";
import type { Translation } from "../translation";

/** Textos de la página propia de cada persona. */
export const profile: Translation<typeof english> = {
  "profile.looks": "Aspecto",
  "profile.palette": "Colores de estado",
  "profile.palette.standard": "Normales",
  "profile.palette.colour_blind": "Para daltonismo",
  "profile.paletteHelp": "Azul, amarillo y bermellón en lugar de verde, ámbar y rojo.",
  "profile.density": "Filas",
  "profile.density.comfortable": "Cómodas",
  "profile.density.compact": "Compactas",
  "profile.motion": "Movimiento",
  "profile.motion.auto": "El del sistema",
  "profile.motion.reduced": "Reducido",
  "profile.region": "Idioma y hora",
  "profile.zone": "Zona horaria",
  "profile.zoneSystem": "La del sistema ({zone})",
  "profile.zoneHelp": "Allí son ahora las {time}.",
  "profile.keys": "Teclas",
  "profile.singleKeys": "Atajos de una sola tecla",
  "profile.singleKeysHelp": "Como j, k o g h. Los que llevan Ctrl funcionan siempre.",
  "profile.allKeys": "Todas las teclas{count, plural, =0 {} one {, # propia} other {, # propias}}",
  "profile.action": "Qué hace",
  "profile.key": "Tecla",
  "profile.change": "Editar: {action}",
  "profile.press": "Pulse una tecla, o dos seguidas. Esc la deja como estaba.",
  "profile.pressed": "Pulsada: {keys}",
  "profile.conflict": "Esa tecla ya significa: {action}.",
  "profile.reset": "La habitual",
  "profile.resetOne": "La habitual: {action}",
  "profile.resetAll": "Todas las teclas habituales",
};
