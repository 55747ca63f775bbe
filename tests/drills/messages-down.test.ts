import { test } from 'node:test';
import { takeProvidersDown } from './messages-down.ts';

test('no message is lost while mail and SMS are away for some seconds', () =>
  takeProvidersDown({ messages: 8, downSeconds: 3 }));
