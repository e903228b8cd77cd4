import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CircuitBreaker, CircuitOpenError } from '../src/circuitBreaker.js';

const fail = async () => {
  throw new Error('no answer');
};

test('a call that works goes through', async () => {
  const breaker = new CircuitBreaker('billing');
  assert.equal(await breaker.run(async () => 42), 42);
});

test('failures in a row open the breaker', async () => {
  const breaker = new CircuitBreaker('billing', { maxFailures: 1, clock: () => 0 });
  await assert.rejects(breaker.run(fail), /no answer/);
  await assert.rejects(breaker.run(fail), CircuitOpenError);
});

test('after its rest the breaker lets a call through', async () => {
  let nowMs = 0;
  const breaker = new CircuitBreaker('billing', { maxFailures: 1, restMs: 50, clock: () => nowMs });
  await assert.rejects(breaker.run(fail), /no answer/);
  nowMs = 50;
  assert.equal(await breaker.run(async () => 'back'), 'back');
  assert.equal(breaker.state, 'closed');
});
