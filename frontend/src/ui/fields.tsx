import { Checkbox, NativeSelect, PasswordInput, Switch, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../i18n";
import type { Bound } from "./use-form";

/** Form fields bound to useForm. Values are kept as people type them; numbers are parsed on saving. */

interface Common {
  label: ReactNode;
  description?: ReactNode;
  required?: boolean;
}

interface TextProps extends Common {
  field: Bound<string>;
  placeholder?: string;
  type?: string;
  inputMode?: "text" | "numeric" | "decimal" | "email" | "url";
  autoComplete?: string;
  unit?: string | null | undefined;
  autoFocus?: boolean;
  mono?: boolean;
}

const MONO = { fontFamily: "var(--mono)" };

export function TextField({ field, unit, mono, autoFocus, ...rest }: TextProps) {
  return (
    <TextInput
      {...rest}
      {...(autoFocus ? { "data-autofocus": true } : {})}
      name={field.name}
      value={field.value}
      error={field.error}
      withAsterisk={rest.required ?? false}
      required={false}
      aria-required={rest.required}
      onChange={(event) => field.onChange(event.currentTarget.value)}
      rightSection={unit ? <span className="unit">{unit}</span> : undefined}
      rightSectionWidth={unit ? 12 + unit.length * 8 : 36}
      {...(mono ? { styles: { input: MONO } } : {})}
    />
  );
}

export function SecretField({ field, ...rest }: Common & { field: Bound<string>; autoComplete: string }) {
  return (
    <PasswordInput
      {...rest}
      required={false}
      name={field.name}
      value={field.value}
      error={field.error}
      visibilityToggleButtonProps={{ "aria-label": t("password.show") }}
      onChange={(event) => field.onChange(event.currentTarget.value)}
    />
  );
}

export function AreaField({
  field,
  rows = 4,
  ...rest
}: Common & { field: Bound<string>; rows?: number; placeholder?: string }) {
  return (
    <Textarea
      {...rest}
      required={false}
      withAsterisk={rest.required ?? false}
      rows={rows}
      name={field.name}
      value={field.value}
      error={field.error}
      styles={{ input: MONO }}
      onChange={(event) => field.onChange(event.currentTarget.value)}
    />
  );
}

export interface Choice {
  value: string;
  label: string;
}

export function ChoiceField({ field, data, ...rest }: Common & { field: Bound<string>; data: Choice[] }) {
  return (
    <NativeSelect
      {...rest}
      required={false}
      data={data}
      name={field.name}
      value={field.value}
      error={field.error}
      onChange={(event) => field.onChange(event.currentTarget.value)}
    />
  );
}

export function SwitchField({ field, label, description }: Common & { field: Bound<boolean> }) {
  return (
    <Switch
      label={label}
      description={description}
      name={field.name}
      checked={field.value}
      error={field.error}
      onChange={(event) => field.onChange(event.currentTarget.checked)}
    />
  );
}

export function TickField({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange(on: boolean): void;
}) {
  return (
    <Checkbox label={label} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
  );
}
