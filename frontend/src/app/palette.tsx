import "@mantine/core/styles/ScrollArea.css";
import "@mantine/spotlight/styles.css";
import { Spotlight, spotlight } from "@mantine/spotlight";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useState } from "react";
import { get } from "../api/client";
import { me } from "../api/queries";
import type { Host, Page } from "../api/types";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { StatusGlyph } from "../ui/status";
import { allowed, places } from "./nav";

const MAX_HOSTS = 8;

/** Screens, actions and hosts by name. The server searches the hosts. */
export default function Palette({ asked }: { asked: number }) {
  const [query, setQuery] = useState("");
  const typed = useDeferredValue(query.trim());
  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      attributes={{ content: { "aria-label": t("palette.open") } }}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 80 }}
    >
      <Spotlight.Search
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        leftSection={<Icon name="search" />}
      />
      <Spotlight.ActionsList>
        <PlaceActions typed={typed} />
        <HostActions typed={typed} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function PlaceActions({ typed }: { typed: string }) {
  const navigate = useNavigate();
  const { data } = useQuery(me());
  const wanted = typed.toLowerCase();
  const found = places.filter(
    (place) => allowed(place, data) && t(place.label).toLowerCase().includes(wanted),
  );
  const add = data?.permissions.includes("host.write") && t("hosts.add").toLowerCase().includes(wanted);
  return (
    <>
      {found.map((place) => (
        <Spotlight.Action
          key={place.to}
          label={t(place.label)}
          leftSection={<Icon name={place.icon} />}
          onClick={() => void navigate({ to: place.to })}
        />
      ))}
      {add ? (
        <Spotlight.Action
          label={t("hosts.add")}
          leftSection={<Icon name="plus" />}
          onClick={() => void navigate({ to: "/hosts/new" })}
        />
      ) : null}
    </>
  );
}

function HostActions({ typed }: { typed: string }) {
  const navigate = useNavigate();
  const { data, isFetched } = useQuery({
    queryKey: ["/hosts", "palette", typed],
    queryFn: ({ signal }) => get<Page<Host>>("/hosts", { q: typed, limit: MAX_HOSTS }, signal),
    placeholderData: keepPreviousData,
  });
  const rows = data?.items ?? [];
  if (rows.length === 0)
    return isFetched && typed ? <Spotlight.Empty>{t("palette.nothing")}</Spotlight.Empty> : null;
  return (
    <>
      {rows.map((host) => (
        <Spotlight.Action
          key={host.id}
          label={host.name}
          description={host.address}
          leftSection={<StatusGlyph status={host.status} />}
          onClick={() => void navigate({ to: "/hosts/$hostId", params: { hostId: host.id } })}
        />
      ))}
    </>
  );
}
