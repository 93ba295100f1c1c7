import { Button, Textarea, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { GuardedButton } from "../app/permissions";
import { lookUp, t } from "../i18n";
import { CopyAs } from "../ui/copy-as";
import { TickField } from "../ui/fields";
import { Icon } from "../ui/icons";
import { Card } from "../ui/page";
import { Notice } from "../ui/states";
import { StatusBadge } from "../ui/status";
import ui from "../ui/ui.module.css";
import { type Column, VTable } from "../vtable/vtable";
import css from "./host-import.module.css";
import { type Pasted, parsePaste } from "./paste";
import { type Import, type NewCheck, type Standing, useImport } from "./use-import";

const MONO = { input: { fontFamily: "var(--mono)" } };
const SHOWN_FAULTS = 5;

/** Many hosts at once: pasted, looked at, tried, then added. */
export default function HostImport() {
  const [text, setText] = useState("");
  const paste = useMemo(() => parsePaste(text), [text]);
  const checks = useChecks();
  const work = useImport();
  const { hosts } = paste;
  const ready = hosts.length > 0 && work.busy === null && checks.fault === null;
  return (
    <div className={ui.stack}>
      <Card>
        <div className={ui.stack}>
          <Textarea
            label={t("import.paste")}
            description={t("import.help")}
            placeholder={t("import.example")}
            rows={7}
            styles={MONO}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              work.forget();
            }}
          />
          {paste.faults.length > 0 ? <Faults faults={paste.faults} /> : null}
          <CheckChoice checks={checks} />
          <div className={ui.buttons}>
            <GuardedButton
              permission="host.write"
              variant="default"
              disabled={!ready || checks.chosen.length === 0}
              loading={work.busy === "testing"}
              leftSection={<Icon name="run" size={16} />}
              onClick={() => void work.test(hosts, checks.chosen)}
            >
              {t("check.testNow")}
            </GuardedButton>
            <GuardedButton
              permission="host.write"
              disabled={!ready || work.added === hosts.length}
              loading={work.busy === "adding"}
              leftSection={<Icon name="plus" size={16} />}
              onClick={() => void work.add(hosts, checks.chosen)}
            >
              {t("import.add", { count: hosts.length })}
            </GuardedButton>
            {work.busy ? (
              <Button variant="subtle" onClick={work.stop}>
                {t("import.stop")}
              </Button>
            ) : null}
          </div>
        </div>
      </Card>
      {hosts.length > 0 ? <Found hosts={hosts} work={work} checks={checks.chosen} /> : null}
    </div>
  );
}

interface Checks {
  ping: boolean;
  web: boolean;
  port: string;
  set(next: Partial<{ ping: boolean; web: boolean; port: string }>): void;
  chosen: NewCheck[];
  /** What is wrong with the port. */
  fault: string | null;
}

function useChecks(): Checks {
  const [state, setState] = useState({ ping: true, web: false, port: "" });
  const port = Number(state.port);
  const fault =
    state.port.trim() === "" || (Number.isInteger(port) && port >= 1 && port <= 65_535)
      ? null
      : t("field.bounds", { min: 1, max: 65_535 });
  const chosen: NewCheck[] = [
    ...(state.ping ? [{ type: "icmp", params: {} }] : []),
    ...(state.web ? [{ type: "http", params: {} }] : []),
    ...(state.port.trim() && !fault ? [{ type: "tcp", params: { port } }] : []),
  ];
  return { ...state, chosen, fault, set: (next) => setState((old) => ({ ...old, ...next })) };
}

function CheckChoice({ checks }: { checks: Checks }) {
  return (
    <fieldset className={css.checks}>
      <legend>{t("import.checks")}</legend>
      <TickField label={t("import.ping")} checked={checks.ping} onChange={(ping) => checks.set({ ping })} />
      <TickField label={t("import.web")} checked={checks.web} onChange={(web) => checks.set({ web })} />
      <TextInput
        label={t("import.port")}
        placeholder="22"
        inputMode="numeric"
        w={110}
        value={checks.port}
        error={checks.fault}
        onChange={(event) => checks.set({ port: event.currentTarget.value })}
      />
    </fieldset>
  );
}

function Faults({ faults }: { faults: ReturnType<typeof parsePaste>["faults"] }) {
  return (
    <Notice tone="warn">
      <ul className={css.faults}>
        {faults.slice(0, SHOWN_FAULTS).map(({ line, text, fault }) => (
          <li key={line}>
            {t("import.fault", { line, text: text.slice(0, 60) })} {lookUp(`import.fault.${fault}`)}
          </li>
        ))}
        {faults.length > SHOWN_FAULTS ? (
          <li>{t("bulk.andMore", { count: faults.length - SHOWN_FAULTS })}</li>
        ) : null}
      </ul>
    </Notice>
  );
}

type Row = Pasted & { place: number; standing: Standing };

function columns(): Column<Row>[] {
  return [
    {
      key: "standing",
      label: t("hosts.status"),
      min: 120,
      value: (row) => row.standing.step,
      render: (row) =>
        row.standing.status ? (
          <StatusBadge status={row.standing.status} />
        ) : (
          (lookUp(`import.step.${row.standing.step}`) ?? "")
        ),
    },
    { key: "name", label: t("hosts.name"), min: 150, grow: 1.4, title: true, render: (row) => row.name },
    {
      key: "text",
      label: t("check.message"),
      min: 160,
      grow: 2.4,
      render: (row) => <span title={row.standing.text}>{row.standing.text ?? ""}</span>,
    },
    {
      key: "address",
      label: t("hosts.address"),
      min: 130,
      grow: 1,
      render: (row) => <span className={ui.mono}>{row.address}</span>,
    },
    { key: "group", label: t("hosts.group"), min: 90, grow: 0.6, render: (row) => row.group ?? "" },
    {
      key: "labels",
      label: t("host.labels"),
      min: 120,
      grow: 1,
      render: (row) =>
        Object.entries(row.labels)
          .map(([name, value]) => `${name}=${value}`)
          .join(" "),
    },
  ];
}

const WAITING: Standing = { step: "waiting" };

function Found({ hosts, work, checks }: { hosts: Pasted[]; work: Import; checks: NewCheck[] }) {
  const rows = hosts.map(
    (host, place): Row => ({
      ...host,
      place,
      standing: work.standings.get(place) ?? WAITING,
    }),
  );
  const cols = useMemo(columns, []);
  const [first] = hosts;
  return (
    <>
      {work.added > 0 && work.busy === null ? (
        <Notice>
          <span>{t("import.done", { count: work.added })}</span>
          <Link to="/hosts" search={{ sort: "-created_at" }}>
            {t("import.show")}
          </Link>
        </Notice>
      ) : null}
      <VTable
        label={t("import.found")}
        columns={cols}
        rows={rows}
        rowKey={(row) => row.place}
        foot={t("hosts.shown", { count: hosts.length })}
      />
      {first ? (
        <CopyAs
          deed={() => ({
            method: "POST",
            path: "/hosts",
            body: { name: first.name, address: first.address, group: first.group, labels: first.labels },
          })}
        />
      ) : null}
      {checks.length === 0 ? <p className={ui.small}>{t("import.noChecks")}</p> : null}
    </>
  );
}
