import assert from 'node:assert/strict';
import { test } from 'node:test';

import { conversationOf, draftOf, instantOf } from '../../extension/zendesk/assets/conversation.js';

const ANA = { id: 1, name: 'Ana Ruiz', role: 'end-user', email: 'ana@customer.example', timeZone: { ianaName: 'Europe/Madrid' } };
const IDA = { id: 2, name: 'Ida Moss', role: 'admin' };
const draft = { text: '<p>Hi Ana</p>', format: 'html', attachments: [] };
const now = new Date('2026-11-18T10:30:00Z');
const said = (author, content, told = {}) => ({ author, channel: { name: 'email' }, message: { content, contentType: 'text/html' }, ...told });

test('a public reply is a draft, rich or plain', () => {
  const told = { 'comment.text': '<p>Hi</p>', 'comment.type': 'publicReply', 'comment.useRichText': true };
  assert.deepEqual(draftOf(told), { text: '<p>Hi</p>', format: 'html', attachments: [] });
  assert.equal(draftOf({ ...told, 'comment.useRichText': false }).format, 'plain');
  assert.equal(draftOf({ ...told, 'comment.useRichText': undefined }).format, 'html');
  assert.equal(draftOf({ 'comment.text': '3 < 4', 'comment.type': 'publicReply' }).format, 'plain');
  assert.deepEqual(draftOf({ ...told, 'comment.attachments': [{ filename: 'bill.txt' }, {}] }).attachments, ['bill.txt', 'file']);
});

test('an internal note and an empty comment are none', () => {
  assert.equal(draftOf({ 'comment.text': '<p>Hi</p>', 'comment.type': 'internalNote' }), null);
  for (const text of [undefined, '', '<p><br></p>', ' &nbsp;\u200b<p> </p>']) {
    assert.equal(draftOf({ 'comment.text': text, 'comment.type': 'publicReply' }), null);
  }
});

test('public messages come in order, each with its side', () => {
  const told = {
    'ticket.id': 4471,
    'ticket.requester': ANA,
    currentUser: IDA,
    'ticket.conversation': [
      said(ANA, '<p>Where is it?</p>', { timestamp: '2026-11-18T09:02:00.000Z', attachments: [{ filename: 'lamp.png' }] }),
      said(IDA, '<p>There is none left.</p>', { channel: { name: 'internal' } }),
      said(ANA, ''),
      said(IDA, 'On its way.', { message: { content: 'On its way.', contentType: 'text/plain' } }),
      said({ role: 'system' }, '<p>A bot says hello.</p>'),
    ],
  };
  const { id, channel, customer, agent, turns } = conversationOf(draft, told, now);
  assert.deepEqual([id, channel], ['4471', 'email']);
  assert.deepEqual(customer, { name: 'Ana Ruiz', email: 'ana@customer.example', time_zone: 'Europe/Madrid' });
  assert.deepEqual(agent, { id: '2', name: 'Ida Moss', time_zone: undefined });
  assert.deepEqual(turns.map(({ role, text, format }) => [role, text, format]), [
    ['customer', '<p>Where is it?</p>', 'html'],
    ['agent', 'On its way.', 'plain'],
    ['system', '<p>A bot says hello.</p>', 'html'],
    ['agent', '<p>Hi Ana</p>', 'html'],
  ]);
  assert.deepEqual([turns[0].at, turns[0].attachments], ['2026-11-18T09:02:00.000Z', ['lamp.png']]);
  assert.deepEqual(turns.at(-1), { role: 'agent', ...draft, draft: true });
});

test('an agent whom Zendesk signs for is signed for, behind the draft', () => {
  const signing = (told, format = 'html') => {
    const currentUser = { ...IDA, name: 'Ida <Moss>', signature: 'Lamps Ltd, {{ticket.id}}' };
    return conversationOf({ ...draft, format }, { currentUser, ...told }, now).turns.at(-1).text;
  };
  assert.equal(signing({}), '<p>Hi Ana</p><p>-- <br>Ida &lt;Moss&gt;</p>');
  assert.equal(signing({}, 'plain'), '<p>Hi Ana</p>\n\n-- \nIda <Moss>');
  assert.equal(signing({ currentUser: IDA }), '<p>Hi Ana</p>');
  assert.equal(signing({ 'ticket.conversation': [said(ANA, 'Hi', { channel: { name: 'chat' } })] }), '<p>Hi Ana</p>');
});

test('of comments that do not say whether they are internal, only the customers’ count', () => {
  const comments = [
    { id: 9, value: '<p>And now?</p>', author: ANA },
    { id: 8, value: '<p>We promise nothing.</p>', author: IDA },
    { id: 7, value: '<p>Where is it?</p>', author: ANA },
  ];
  const { turns } = conversationOf(draft, { 'ticket.comments': comments }, now);
  assert.deepEqual(turns.map(({ text }) => text), ['<p>Where is it?</p>', '<p>And now?</p>', '<p>Hi Ana</p>']);
});

test('a name that is an address and a zone that is none are left out', () => {
  const requester = { ...ANA, name: 'ana@customer.example', timeZone: { ianaName: 'Nowhere/Land' } };
  const { customer } = conversationOf(draft, { 'ticket.requester': requester }, now);
  assert.deepEqual(customer, { name: undefined, email: 'ana@customer.example', time_zone: undefined });
});

test('of a very long thread the last part is told', () => {
  const long = (length, size) => ({ 'ticket.conversation': Array.from({ length }, (_, n) => said(ANA, `${n} ${'a '.repeat(size)}`)) });
  const many = conversationOf(draft, long(5000, 1), now).turns;
  assert.deepEqual([many.length, many[0].text.split(' ')[0]], [101, '4900']);
  const large = conversationOf(draft, long(10, 20_000), now).turns;
  assert.deepEqual([large.length, large[0].text.split(' ')[0]], [3, '8']);
});

test('an instant has the offset of this machine', () => {
  assert.equal(new Date(instantOf(now)).getTime(), now.getTime());
  assert.match(instantOf(now), /^2026-11-\d\dT\d\d:\d\d:00[+-]\d\d:\d\d$/);
});
