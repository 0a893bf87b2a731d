import type { Context } from 'hono';

/** A browser asks for HTML; a script may name JSON, or ask for a page's JSON by its address. */
export function wantsJson({ req }: Context): boolean {
  const accept = req.header('accept') ?? '';
  const isNamed = accept.includes('application/json') && !accept.includes('text/html');
  return isNamed || req.path.endsWith('.json');
}
