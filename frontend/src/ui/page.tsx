import type { ReactNode } from "react";
import { useEffect } from "react";
import { remember } from "../app/recent";
import { t } from "../i18n";
import css from "./ui.module.css";

interface HeaderProps {
  title: string;
  crumbs?: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page; its title is the title of the tab too. */
export function PageHeader({ title, crumbs, sub, actions }: HeaderProps) {
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
    remember(title);
  }, [title]);
  return (
    <header className={css.header}>
      <div>
        {crumbs ? (
          <nav className={css.crumbs} aria-label={t("shell.crumbs")}>
            {crumbs}
          </nav>
        ) : null}
        <h1>{title}</h1>
        {sub ? <div className={css.sub}>{sub}</div> : null}
      </div>
      {actions ? <div className={css.actions}>{actions}</div> : null}
    </header>
  );
}

interface CardProps {
  title?: string;
  side?: ReactNode;
  flush?: boolean;
  /** For forms: no wider than is pleasant to read. */
  narrow?: boolean;
  children: ReactNode;
}

export function Card({ title, side, flush = false, narrow = false, children }: CardProps) {
  return (
    <section
      className={narrow ? `${css.card} ${css.narrow}` : css.card}
      {...(title ? { "aria-label": title } : {})}
    >
      {title ? (
        <div className={css.cardHead}>
          <h2>{title}</h2>
          {side}
        </div>
      ) : null}
      <div className={flush ? css.flush : css.cardBody}>{children}</div>
    </section>
  );
}

export function Facts({ items }: { items: [string, ReactNode][] }) {
  return (
    <dl className={css.facts}>
      {items.map(([name, value]) => (
        <div key={name} className={typeof value === "string" && value.length > 22 ? css.wideFact : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
