import { ActionIcon, Menu } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { asProblem } from "../api/problem";
import { run as runQuery } from "../api/queries";
import { t } from "../i18n";
import { number } from "../i18n/intl";
import { Icon } from "../ui/icons";
import { runWord } from "../ui/run-word";
import { StatusGlyph } from "../ui/status";
import { forgetRuns, type Job, useJobs } from "./jobs";
import { MENU } from "./menus";
import css from "./shell.module.css";

/** Runs in flight and what came of the last ones. */
export function JobTray() {
  const jobs = useJobs();
  const navigate = useNavigate();
  const answers = useQueries({ queries: jobs.map((job) => runQuery(job.id)) });
  const gone = jobs.filter((_, place) => asProblem(answers[place]?.error).status === 404);
  useEffect(() => {
    if (gone.length > 0) forgetRuns(gone.map((job) => job.id));
  });
  if (jobs.length === 0) return null;
  const stateOf = (place: number) => answers[place]?.data?.state;
  const running = jobs.filter((_, place) => !/^(done|failed|dead)$/.test(stateOf(place) ?? "")).length;
  return (
    <Menu {...MENU} position="bottom-end" width={320}>
      <Menu.Target>
        <ActionIcon
          className={css.tray ?? ""}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("jobs.title", { count: running })}
          title={t("jobs.title", { count: running })}
        >
          <Icon name="run" />
          {running > 0 ? <span className={css.badge}>{number(running)}</span> : null}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("jobs.title", { count: running })}</Menu.Label>
        {jobs.map((job: Job, place) => {
          const data = answers[place]?.data;
          return (
            <Menu.Item
              key={job.id}
              leftSection={<StatusGlyph status={data?.result?.status ?? "pending"} />}
              onClick={() => void navigate({ href: job.href })}
            >
              <span className={css.job}>
                {job.label}
                <small>{data ? runWord(data) : t("common.loading")}</small>
              </span>
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Item onClick={() => forgetRuns(jobs.map((job) => job.id))}>{t("jobs.clear")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
