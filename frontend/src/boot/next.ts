/** A path of this site to go to after sign-in; anything else becomes the home page. */
export function safeNext(value: string | null): string {
  return value?.startsWith("/") && !/^\/[/\\]|^\/(login|setup|invite)\b/.test(value) ? value : "/";
}
