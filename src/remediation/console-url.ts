/** The consoles' hosts. Partitions that nobody outside can reach have none. */
const HOSTS: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
  ['aws-eusc', 'console.amazonaws-eusc.eu'],
]);

/**
 * The address of a console page; undefined for a partition without a known console. AWS does not document the paths
 * (observed in 2026); where one is uncertain a unit links to the list of such resources.
 *
 * The path follows the host, its values already encoded by {@link segment}: `sns/v3/home?region=…#/topic/…`.
 */
export function consoleUrl(partition: string, path: string): string | undefined {
  const host = HOSTS.get(partition);
  return host === undefined ? undefined : `https://${host}/${path}`;
}

/** One value inside an address. */
export function segment(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
