import type { ReactNode } from "react";

/** Line icons on a 24-unit grid, drawn for this application. All are decoration beside words. */
const shapes = {
  triage: <path d="M3 12h4l2.5-7 5 14 2.5-7h4" />,
  hosts: (
    <>
      <rect x="3.5" y="4" width="17" height="7" rx="1.5" />
      <rect x="3.5" y="13" width="17" height="7" rx="1.5" />
      <path d="M7 7.5h.01M7 16.5h.01M11 7.5h6M11 16.5h6" />
    </>
  ),
  checks: (
    <>
      <path d="M3.5 6.5 5 8l3-3M3.5 13 5 14.5l3-3M3.5 19.5 5 21l3-3" />
      <path d="M11.5 6.5h9M11.5 13h9M11.5 19.5h9" />
    </>
  ),
  users: (
    <>
      <circle cx="9" cy="8" r="3.5" />
      <path d="M2.5 20c.4-4 3-6 6.500-6s6.100 2 6.500 6M16 4.800a3.500 3.500 0 0 1 0 6.400M18 14.500c2.100.8 3.200 2.700 3.500 5.500" />
    </>
  ),
  key: (
    <>
      <circle cx="8" cy="15" r="4" />
      <path d="m11 12 8.500-8.500M16 7l3 3M13.500 9.500l2 2" />
    </>
  ),
  tenants: (
    <>
      <path d="M4 20.500V5a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v15.500M14 10h5a1 1 0 0 1 1 1v9.500M2.500 20.500h19" />
      <path d="M7.500 8h3M7.500 12h3M7.500 16h3M17 14v.01M17 17.500v.01" />
    </>
  ),
  audit: (
    <>
      <path d="M6 3.500h9l4 4V20a.8.8 0 0 1-.8.800H6a.8.8 0 0 1-.8-.800V4.300a.8.8 0 0 1 .8-.800z" />
      <path d="M8.500 9h4M8.500 13h7M8.500 17h7" />
    </>
  ),
  system: (
    <>
      <rect x="6.500" y="6.500" width="11" height="11" rx="2" />
      <path d="M9.500 3v3.500M14.500 3v3.500M9.500 17.500V21M14.500 17.500V21M3 9.500h3.500M3 14.500h3.500M17.500 9.500H21M17.500 14.500H21" />
    </>
  ),
  settings: (
    <>
      <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
      <circle cx="15" cy="7" r="2" />
      <circle cx="9" cy="17" r="2" />
    </>
  ),
  search: (
    <>
      <circle cx="10.500" cy="10.500" r="6.500" />
      <path d="m15.500 15.500 5 5" />
    </>
  ),
  plus: <path d="M12 5v14M5 12h14" />,
  pause: <path d="M8.500 5v14M15.500 5v14" />,
  play: <path d="M7.500 5v14l11-7z" />,
  edit: <path d="M4 20h4L19.500 8.500l-4-4L4 16zM13 7l4 4" />,
  trash: <path d="M4.500 7h15M9.500 7V4.500h5V7M6.500 7l.8 12.500h9.400L17.500 7M10.200 11v5M13.800 11v5" />,
  copy: (
    <>
      <rect x="8.500" y="8.500" width="11" height="11" rx="1.500" />
      <path d="M15.500 8.500V5a.5.5 0 0 0-.5-.500H5a.5.5 0 0 0-.5.500v10a.5.5 0 0 0 .5.500h3.500" />
    </>
  ),
  check: <path d="m5 12.500 4.500 4.500L19 7.500" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  download: <path d="M12 4v11M7.500 11l4.500 4.500 4.500-4.500M4.500 20h15" />,
  print: (
    <>
      <path d="M7 9V4h10v5M7 17H4.500V9.500h15V17H17" />
      <path d="M7 14h10v6H7z" />
    </>
  ),
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400" />
    </>
  ),
  moon: <path d="M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z" />,
  auto: (
    <>
      <circle cx="12" cy="12" r="8" />
      <path d="M12 4v16M12 8h6.900M12 12h8M12 16h6.900" />
    </>
  ),
  contrast: (
    <>
      <circle cx="12" cy="12" r="8" />
      <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
    </>
  ),
  user: (
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4.500 20.500c.5-4.300 3.400-6.500 7.500-6.500s7 2.200 7.500 6.500" />
    </>
  ),
  logout: (
    <path d="M14 4H5.500a.5.5 0 0 0-.5.500v15a.5.5 0 0 0 .5.500H14M10 12h11M17.500 8.500 21 12l-3.500 3.500" />
  ),
  more: <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />,
  shield: (
    <path d="M12 3 4.500 6v5.500c0 4.500 3 7.700 7.500 9.500 4.500-1.800 7.500-5 7.500-9.500V6zM8.500 12l2.500 2.500 4.500-5" />
  ),
  chevron: <path d="m9 5 7 7-7 7" />,
  back: <path d="m15 5-7 7 7 7" />,
  keyboard: (
    <>
      <rect x="2.500" y="6" width="19" height="12" rx="2" />
      <path d="M6.500 10h.01M10.200 10h.01M13.800 10h.01M17.500 10h.01M8 14h8" />
    </>
  ),
  run: <path d="M20 12a8 8 0 1 1-2.500-5.800M20 3.500v4h-4" />,
  link: (
    <path d="M10 14a4 4 0 0 0 5.700 0l3.600-3.600a4 4 0 0 0-5.700-5.700L12 6.300M14 10a4 4 0 0 0-5.700 0l-3.600 3.600a4 4 0 0 0 5.700 5.700L12 17.700" />
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
}
