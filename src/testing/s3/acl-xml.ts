import type { FakeAclGrant, FakeBucketAcl, FakeOwner } from '../types.ts';
import { xml } from '../services/xml.ts';
import { elements, elementText, rootElement } from './read-xml.ts';
import { S3Error } from './s3-error.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const GROUPS = 'http://acs.amazonaws.com/groups/global';

/** The grants behind S3's canned ACLs, beside the owner's own. */
const CANNED: Readonly<Record<string, readonly FakeAclGrant[]>> = {
  private: [],
  'public-read': [{ grantee: { type: 'Group', uri: `${GROUPS}/AllUsers` }, permission: 'READ' }],
  'public-read-write': [
    { grantee: { type: 'Group', uri: `${GROUPS}/AllUsers` }, permission: 'READ' },
    { grantee: { type: 'Group', uri: `${GROUPS}/AllUsers` }, permission: 'WRITE' },
  ],
  'authenticated-read': [{ grantee: { type: 'Group', uri: `${GROUPS}/AuthenticatedUsers` }, permission: 'READ' }],
};

/** Writes a bucket's ACL; without one it is the owner's full control. */
export function writeAcl(acl: FakeBucketAcl | undefined, owner: FakeOwner): string {
  const grants = acl?.grants ?? [ownersGrant(owner)];
  const list = grants
    .map(({ grantee, permission }) =>
      xml('Grant', { Grantee: '@', Permission: permission }).replace(
        '<Grantee>@</Grantee>',
        grantee.type === 'Group'
          ? xml('Grantee', { URI: grantee.uri }, ` xmlns:xsi="${XSI}" xsi:type="Group"`)
          : xml('Grantee', { ID: grantee.id }, ` xmlns:xsi="${XSI}" xsi:type="CanonicalUser"`),
      ),
    )
    .join('');
  const ownerXml = xml('Owner', { ID: owner.canonicalUserId });
  return `<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${ownerXml}<AccessControlList>${list}</AccessControlList></AccessControlPolicy>`;
}

/** Reads an ACL from the body of PutBucketAcl, or from its canned name in `x-amz-acl`. */
export function readAcl(body: string, canned: string | undefined, owner: FakeOwner): FakeBucketAcl {
  if (canned !== undefined) {
    const grants = Object.hasOwn(CANNED, canned) ? CANNED[canned] : undefined;
    if (grants === undefined) throw new S3Error('InvalidArgument', 400, `The canned ACL ${canned} is not supported`);
    return { grants: [ownersGrant(owner), ...grants] };
  }
  return { grants: elements(rootElement(body, 'AccessControlPolicy'), 'Grant').map(readGrant) };
}

function readGrant(grant: string): FakeAclGrant {
  const permission = elementText(grant, 'Permission') ?? '';
  const uri = elementText(grant, 'URI');
  if (uri !== undefined) return { grantee: { type: 'Group', uri }, permission };
  const id = elementText(grant, 'ID');
  if (id === undefined)
    throw new S3Error('InvalidArgument', 400, 'A grantee is a group with a URI or a canonical user with an ID');
  return { grantee: { type: 'CanonicalUser', id }, permission };
}

function ownersGrant(owner: FakeOwner): FakeAclGrant {
  return { grantee: { type: 'CanonicalUser', id: owner.canonicalUserId }, permission: 'FULL_CONTROL' };
}
