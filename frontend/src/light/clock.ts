import { clockSkew } from "../api/client";
import { t } from "../i18n";

/** Says that this device's clock is wrong, when it is: codes depend on the time. */
export function skewText(): string {
  const skew = clockSkew();
  if (skew === 0) return "";
  return t(skew > 0 ? "mfa.skewAhead" : "mfa.skewBehind", { seconds: Math.abs(skew) });
}
