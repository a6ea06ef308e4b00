import * as z from 'zod/mini';

export const required = () => z.string().check(z.trim(), z.minLength(1, 'required'));

/** What whoever becomes the owner of a business says about themselves and it. */
export const OWNER = {
  name: required(),
  password: z.string().check(z.minLength(10, 'newPassword')),
  timeZone: required(),
};
