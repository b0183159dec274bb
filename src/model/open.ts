/** A set of literals that AWS may extend: the known ones complete in an editor, any other string passes through. */
export type Open<Known extends string> = Known | (string & {});
