import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../api/client";
import { me } from "../api/queries";
import { renewed } from "../api/session";
import type { Enrolment, FreshToken } from "../api/types";
import { safeNext } from "../boot/next";
import { t } from "../i18n";
import { skewText } from "../light/clock";
import { Secret } from "../ui/copy";
import { SecretField, TextField } from "../ui/fields";
import { Card, PageHeader } from "../ui/page";
import { Notice, ProblemNotice } from "../ui/states";
import ui from "../ui/ui.module.css";
import { useForm } from "../ui/use-form";
import { BackupCodes } from "./backup-codes";
import css from "./enroll.module.css";

type Stage =
  | { name: "password" }
  | { name: "scan"; enrolment: Enrolment }
  | { name: "codes"; codes: string[] };
const STAGES = ["password", "scan", "codes"] as const;

export function Enroll() {
  const search = useSearch({ from: "/enroll" });
  const router = useRouter();
  const queries = useQueryClient();
  const { data } = useQuery(me());
  const [stage, setStage] = useState<Stage>({ name: "password" });
  const leave = async () => {
    await queries.invalidateQueries();
    router.history.push(safeNext(search.next ?? null));
  };
  return (
    <div className={css.narrow}>
      <PageHeader title={t("enroll.title")} sub={t("enroll.sub")} />
      <ol className={css.steps}>
        {STAGES.map((name, index) => (
          <li key={name} aria-current={name === stage.name ? "step" : undefined}>
            {index + 1}. {t(`enroll.step.${name}`)}
          </li>
        ))}
      </ol>
      <Card>
        {data?.user.mfa_enabled && stage.name === "password" ? <Notice>{t("enroll.again")}</Notice> : null}
        {stage.name === "password" ? (
          <PasswordStage
            first={search.first !== undefined}
            onDone={(enrolment) => setStage({ name: "scan", enrolment })}
          />
        ) : null}
        {stage.name === "scan" ? (
          <ScanStage enrolment={stage.enrolment} onDone={(codes) => setStage({ name: "codes", codes })} />
        ) : null}
        {stage.name === "codes" ? (
          <BackupCodes codes={stage.codes} email={data?.user.email ?? ""} onDone={() => void leave()} />
        ) : null}
      </Card>
    </div>
  );
}

function PasswordStage({ first, onDone }: { first: boolean; onDone(enrolment: Enrolment): void }) {
  const navigate = useNavigate();
  const form = useForm({
    initial: { password: "" },
    save: async ({ password }) => onDone(await post<Enrolment>("/auth/mfa/enroll", { password })),
  });
  return (
    <form className={ui.stack} onSubmit={form.submit} noValidate>
      <p>{t("enroll.why")}</p>
      <ProblemNotice problem={form.problem} extra={form.orphans} />
      <SecretField
        label={t("enroll.password")}
        autoComplete="current-password"
        field={form.bind("password")}
      />
      <div className={ui.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("common.continue")}
        </Button>
        <Button variant="subtle" onClick={() => void navigate({ to: "/" })}>
          {first ? t("enroll.later") : t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}

function ScanStage({ enrolment, onDone }: { enrolment: Enrolment; onDone(codes: string[]): void }) {
  const form = useForm({
    initial: { code: "" },
    save: async ({ code }) => {
      const answer = await post<FreshToken & { backup_codes: string[] }>("/auth/mfa/confirm", {
        code: code.trim(),
      });
      renewed(answer);
      onDone(answer.backup_codes);
    },
  });
  return (
    <form className={ui.stack} onSubmit={form.submit} noValidate>
      <div className={css.scan}>
        <img
          className={css.qr}
          alt={t("enroll.qr")}
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(enrolment.qr_svg)}`}
        />
        <div className={ui.stack}>
          <p>{t("enroll.scan")}</p>
          <p className={ui.small}>{t("enroll.samePhone")}</p>
          <Secret text={enrolment.secret} label={t("enroll.secret")} />
        </div>
      </div>
      <ProblemNotice
        problem={form.problem}
        extra={[...form.orphans, form.problem ? t("mfa.wrong") : "", form.problem ? skewText() : ""]}
      />
      <TextField
        label={t("mfa.code")}
        description={t("enroll.codeHelp")}
        inputMode="numeric"
        autoComplete="one-time-code"
        field={form.bind("code")}
      />
      <div className={ui.buttons}>
        <Button type="submit" loading={form.busy}>
          {t("enroll.confirm")}
        </Button>
      </div>
    </form>
  );
}
