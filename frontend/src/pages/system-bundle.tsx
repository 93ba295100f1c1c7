import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { queueStats } from "../api/queries";
import type { Health } from "../api/types";
import { language, t } from "../i18n";
import { zoneName } from "../i18n/intl";
import { Icon } from "../ui/icons";
import { saveFile } from "../ui/save-file";
import { toastProblem } from "../ui/toast";

/** What this page shows and what it is shown with. Nothing in it names a person, a host or a secret. */
async function bundleOf(health: Health, workers: unknown): Promise<string> {
  const browser = {
    agent: navigator.userAgent,
    language,
    zone: zoneName(),
    width: window.innerWidth,
    height: window.innerHeight,
  };
  return JSON.stringify({ made_at: new Date().toISOString(), health, workers, browser }, null, 2);
}

export function Bundle({ health }: { health: Health }) {
  const queries = useQueryClient();
  const download = async () => {
    try {
      const { jobs, workers } = await queries.fetchQuery(queueStats());
      const name = `tocsin-support-${new Date().toISOString().slice(0, 16).replaceAll(":", "")}.json`;
      saveFile(name, await bundleOf(health, { jobs, workers }), "application/json");
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <Button
      variant="default"
      leftSection={<Icon name="download" size={16} />}
      title={t("system.bundleHelp")}
      onClick={() => void download()}
    >
      {t("system.bundle")}
    </Button>
  );
}
