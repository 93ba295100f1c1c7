import { number } from "../i18n/intl";
import css from "./meter.module.css";

interface Props {
  label: string;
  /** In words, beside the label. */
  text: string;
  value: number | null;
  max: number | null;
  /** Shares from which it is worth a look, and from which it is too much. */
  warn?: number;
  bad?: number;
}

/** How much of something is used, as a picture; without a limit only in words. */
export function Meter({ label, text, value, max, warn = 0.75, bad = 0.9 }: Props) {
  const share = value !== null && max ? value / max : null;
  const tone = share === null || share < warn ? "" : share < bad ? css.warn : css.bad;
  return (
    <div className={css.meter}>
      <div className={css.words}>
        <span>{label}</span>
        <span>{text}</span>
      </div>
      {share === null ? null : (
        <div
          className={css.track}
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={max ?? 0}
          aria-valuenow={Math.min(value ?? 0, max ?? 0)}
          aria-valuetext={text || number(value ?? 0)}
        >
          <div className={`${css.fill} ${tone}`} style={{ width: `${Math.min(1, share) * 100}%` }} />
          <span className={css.mark} style={{ insetInlineStart: `${warn * 100}%` }} />
          <span className={css.mark} style={{ insetInlineStart: `${bad * 100}%` }} />
        </div>
      )}
    </div>
  );
}
