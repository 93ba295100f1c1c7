import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Input,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

const teal: MantineColorsTuple = [
  "#e3f5f6",
  "#cfe9ec",
  "#a1d3d8",
  "#6fbcc4",
  "#4fc3cc",
  "#2f9aa4",
  "#1b8791",
  "#0e737c",
  "#0b6169",
  "#064b52",
];

/** Filled things in our own colour take the text colour of the palette, which differs by theme. */
const variantColorResolver: VariantColorsResolver = (input) => {
  if (input.variant === "filled" && (!input.color || input.color === "teal"))
    return {
      background: "var(--accent)",
      hover: "var(--accent-hover)",
      color: "var(--on-accent)",
      border: "1px solid transparent",
    };
  return defaultVariantColorsResolver(input);
};

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  variantColorResolver,
  components: {
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] },
    }),
  },
  luminanceThreshold: 0.36,
  colors: { teal },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  headings: { fontFamily: "var(--font)" },
  defaultRadius: 6,
  cursorType: "pointer",
  respectReducedMotion: true,
});

/** The library takes its colours from our tokens, so that there is one palette. */
export const resolver: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--raised)",
    "--mantine-color-text": "var(--text)",
    "--mantine-color-dimmed": "var(--muted)",
    "--mantine-color-placeholder": "var(--muted)",
    "--mantine-color-error": "var(--down-text)",
    "--mantine-color-anchor": "var(--accent-text)",
    "--mantine-color-default": "var(--raised)",
    "--mantine-color-default-hover": "var(--sunken)",
    "--mantine-color-default-color": "var(--text)",
    "--mantine-color-default-border": "var(--line-button)",
    "--mantine-color-disabled": "var(--sunken)",
    "--mantine-color-disabled-color": "var(--muted)",
    "--mantine-color-disabled-border": "var(--line)",
  };
  return { variables: {}, light: shared, dark: shared };
};
