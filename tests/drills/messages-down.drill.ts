import { test } from 'node:test';
import { takeProvidersDown } from './messages-down.ts';

test('no message is lost while mail and SMS are away for two minutes', () =>
  takeProvidersDown({ messages: 100, downSeconds: 120 }));
