import { Button, type ButtonProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { MouseEventHandler, ReactNode } from "react";
import { me } from "../api/queries";
import { t } from "../i18n";

export type Permission =
  | "host.write"
  | "check.write"
  | "check.run"
  | "user.read"
  | "user.write"
  | "key.write"
  | "tenant.read"
  | "tenant.manage"
  | "platform.manage"
  | "audit.read"
  | "queue.read";

/** What the signed-in person may do; until that is known, nothing is offered. */
export function useMay(): (permission: Permission) => boolean {
  const { data } = useQuery(me());
  const held = new Set(data?.permissions);
  return (permission) => held.has(permission);
}

interface Props extends ButtonProps {
  permission: Permission;
  onClick?: MouseEventHandler<HTMLButtonElement>;
  children: ReactNode;
}

/** A button that stays visible without the right to press it, and says which right that is. */
export function GuardedButton({ permission, children, ...rest }: Props) {
  const may = useMay()(permission);
  return (
    <Button
      {...rest}
      disabled={!may || rest.disabled === true}
      title={may ? undefined : t("error.needs", { permission })}
    >
      {children}
    </Button>
  );
}
