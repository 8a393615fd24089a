/** The mark: a trail that turns back to where it began. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Backtrail">
      <rect width="32" height="32" rx="8" fill="#1c2333" />
      <path
        d="M24 8v6a5 5 0 0 1-5 5H9"
        fill="none"
        stroke="#7aa2ff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path
        d="m13 14.5-5 4.5 5 4.5"
        fill="none"
        stroke="#7aa2ff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="24" cy="8" r="2.6" fill="#f0a63c" />
    </svg>
  )
}
