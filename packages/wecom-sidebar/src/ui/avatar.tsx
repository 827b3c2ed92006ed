import { initials } from './initials';

/** Initials: a picture from outside would tell another host whom the guide is talking to, and the CSP forbids it. */
export const Avatar = ({ name }: { name: string }) => (
  <span className="avatar" aria-hidden="true">
    {initials(name)}
  </span>
);
