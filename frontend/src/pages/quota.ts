import { t } from "../i18n";
import { number } from "../i18n/intl";

export const quotaText = (quota: number | null) => (quota === null ? t("tenant.unlimited") : number(quota));
