/** `林晓` → `林`, `Amy Lee` → `AL`, nothing → `客`. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (!trimmed) return '客';
  if (!/^[A-Za-z]/.test(trimmed)) return [...trimmed][0] ?? '客';
  const words = trimmed.split(/\s+/).slice(0, 2);
  return words.map((word) => word.charAt(0).toUpperCase()).join('');
}
