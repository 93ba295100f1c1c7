/** The mark of the product. */
export function Bell() {
  return (
    <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0b5f66" />
      <path
        d="M16 6.5a6.2 6.2 0 0 0-6.2 6.2c0 5.1-1.5 6.6-2.6 7.7-.5.5-.1 1.4.6 1.4h16.4c.7 0 1.1-.9.6-1.4-1.1-1.1-2.6-2.6-2.6-7.7A6.2 6.2 0 0 0 16 6.5z"
        fill="#f4b740"
      />
      <path d="M13 23.6a3 3 0 0 0 6 0z" fill="#fff" />
    </svg>
  );
}
