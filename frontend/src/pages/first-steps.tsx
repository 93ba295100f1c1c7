import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { get } from "../api/client";
import { me } from "../api/queries";
import type { ApiKey, Me, Overview, Page, User } from "../api/types";
import { type MessageKey, t } from "../i18n";
import { usePreferences, useSavePreferences } from "../prefs/use-preferences";
import { Card } from "../ui/page";
import { StatusGlyph } from "../ui/status";
import ui from "../ui/ui.module.css";
import css from "./first-steps.module.css";

const NAME = "first_steps";

interface Step {
  to: "/enroll" | "/hosts/new" | "/users" | "/api-keys";
  label: MessageKey;
  help: MessageKey;
  done: boolean;
}

/** Whether there is more than one person, and any key; asked once, and only where one may know. */
function useCounts(person: Me | undefined): { people: number; keys: number } {
  const may = (permission: string) => person?.permissions.includes(permission) ?? false;
  const people = useQuery({
    queryKey: ["/users", "first-steps"],
    queryFn: ({ signal }) => get<Page<User>>("/users", { limit: 2 }, signal),
    enabled: may("user.read"),
  });
  const keys = useQuery({
    queryKey: ["/api-keys", "first-steps"],
    queryFn: ({ signal }) => get<Page<ApiKey>>("/api-keys", { limit: 1 }, signal),
    enabled: may("key.write"),
  });
  return { people: people.data?.items.length ?? 0, keys: keys.data?.items.length ?? 0 };
}

/** What is worth doing after the first sign-in; each step is ticked by what exists, and the list can be closed for good. */
export default function FirstSteps({ overview }: { overview: Overview }) {
  const { data } = useQuery(me());
  const { dismissed } = usePreferences();
  const save = useSavePreferences();
  const { people, keys } = useCounts(data);
  if (!data || dismissed.includes(NAME) || !/^(admin|owner)$/.test(data.user.role)) return null;
  const steps: Step[] = [
    { to: "/hosts/new", label: "steps.host", help: "steps.hostHelp", done: overview.hosts.total > 1 },
    { to: "/enroll", label: "steps.mfa", help: "steps.mfaHelp", done: data.user.mfa_enabled },
    { to: "/users", label: "steps.invite", help: "steps.inviteHelp", done: people > 1 },
    { to: "/api-keys", label: "steps.key", help: "steps.keyHelp", done: keys > 0 },
  ];
  const done = steps.filter((step) => step.done).length;
  return (
    <Card
      title={t("steps.title")}
      side={
        <span className={css.side}>
          <span className={ui.small}>{t("steps.done", { done, of: steps.length })}</span>
          <button
            type="button"
            className={ui.plainButton}
            onClick={() => void save({ dismissed: [...dismissed, NAME] })}
          >
            {done === steps.length ? t("common.close") : t("steps.dismiss")}
          </button>
        </span>
      }
      flush
    >
      <ol className={css.steps}>
        {steps.map((step) => (
          <li key={step.to} className={step.done ? css.done : undefined}>
            <StatusGlyph status={step.done ? "up" : "pending"} />
            <span>
              <Link to={step.to}>{t(step.label)}</Link>
              <small>{t(step.done ? "steps.isDone" : step.help)}</small>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
