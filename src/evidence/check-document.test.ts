import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { exif, jpeg, jpegSegment, pdf, pdfStream, png, pngChunk } from '../../tests/support/documents.ts';
import { checkDocument } from './check-document.ts';
import type { DocumentRefusal } from './types.ts';

const limits = { mostPixels: 1_000_000, mostUnpackedBytes: 4_000_000 };
const refusalOf = async (bytes: Buffer): Promise<string> => {
  const checked = await checkDocument(bytes, limits);
  return checked.ok ? checked.value.mediaType : checked.refusal;
};

test('[V5.2.2] a document is what its content says, whole in structure, and one thing only', async () => {
  const zip = Buffer.from('PK\x03\x04 any PK\x05\x06 end', 'latin1');
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['a picture', jpeg(), 'image/jpeg'],
    ['a progressive picture', jpeg({ frame: 0xc2 }), 'image/jpeg'],
    ['a second picture behind the end, as telephones put it', jpeg({ behind: jpeg() }), 'image/jpeg'],
    ['a PNG', png(), 'image/png'],
    ['a PDF', pdf(), 'application/pdf'],
    ['a PDF with packed objects', pdf([pdfStream('1 0 << /A 1 >>', '/Type /ObjStm')]), 'application/pdf'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['text', Buffer.from('Halo'), 'type'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'type'],
    ['an archive', zip, 'type'],
    ['GIF', Buffer.from('GIF89a'), 'type'],
    ['a picture cut off', jpeg().subarray(0, -9), 'damaged'],
    ['a picture without a scan', jpeg().subarray(0, 60), 'damaged'],
    ['lossless coding', jpeg({ frame: 0xc3 }), 'damaged'],
    ['a PNG cut off', png().subarray(0, -5), 'damaged'],
    ['a wrong checksum', Buffer.from(png().toString('latin1').replace('IDAT', 'IDAS'), 'latin1'), 'damaged'],
    ['fewer lines than said', png({ lines: Buffer.alloc(20) }), 'damaged'],
    ['a PDF without its end', pdf().subarray(0, -8), 'damaged'],
    [
      'a PDF whose table is elsewhere',
      Buffer.from(
        pdf()
          .toString('latin1')
          .replace(/startxref\n\d+/, 'startxref\n3'),
      ),
      'damaged',
    ],
    ['more behind the end of a PDF', Buffer.concat([pdf(), Buffer.from('#!/bin/sh')]), 'damaged'],
    [
      'a picture that is a page',
      jpeg({ extra: [jpegSegment(0xfe, Buffer.from('<script>alert(1)</script>'))] }),
      'several-types',
    ],
    ['a picture that is an archive', jpeg({ behind: zip }), 'several-types'],
    ['a picture that is a PDF', jpeg({ extra: [jpegSegment(0xfe, pdf())] }), 'several-types'],
    [
      'a PNG that is a program',
      png({ extra: [pngChunk('tEXt', Buffer.from('<?php system($_GET[0]);'))] }),
      'several-types',
    ],
    ['a PDF that is an archive', pdf([zip]), 'several-types'],
  ];
  for (const [name, bytes, expected] of cases) assert.equal(await refusalOf(bytes), expected, name);
});

test('a PDF that acts, sends, carries files or is locked is refused, however it says so', async () => {
  const inside = (text: string) => pdf([pdfStream(`1 0 ${text}`, '/Type /ObjStm')]);
  const cases: readonly (readonly [string, Buffer, DocumentRefusal])[] = [
    ['a script', pdf(['<< /S /JavaScript /JS (app.alert(1)) >>']), 'active'],
    ['its name written otherwise', pdf(['<< /S /J#61vaScript /JS (x) >>']), 'active'],
    ['in a packed stream', inside('<< /S /JavaScript >>'), 'active'],
    [
      'in a packed stream that says nothing of itself',
      pdf([
        Buffer.concat([
          Buffer.from('<< >>\nstream\n'),
          deflateSync('/S /Launch /F 1'),
          Buffer.from('\nendstream'),
        ]),
      ]),
      'active',
    ],
    [
      'another file',
      pdf(['<< /Type /Filespec /EF << /F 9 0 R >> >>', '<< /Type /EmbeddedFile >>']),
      'active',
    ],
    ['a program to start', pdf(['<< /S /Launch /F (cmd.exe) >>']), 'active'],
    ['a form that sends', pdf(['<< /S /SubmitForm >>']), 'active'],
    ['an XML form', pdf(['<< /XFA 9 0 R >>']), 'active'],
    ['a lock', pdf(['<< /Filter /Standard >>'], '/Encrypt 4 0 R'), 'encrypted'],
    [
      'objects packed in a way that is not unpacked',
      pdf(['<< /Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n00\nendstream']),
      'damaged',
    ],
  ];
  for (const [name, bytes, expected] of cases) assert.equal(await refusalOf(bytes), expected, name);
  // Words about it are no such thing.
  assert.equal(await refusalOf(pdf(['<< /Title (Belajar JavaScript) >>'])), 'application/pdf');
});

test('[V5.2.3] what is small and unpacks to something huge is refused without being held', async () => {
  const before = process.memoryUsage().rss;
  const began = Date.now();
  const cases: readonly (readonly [string, Buffer])[] = [
    ['a picture of a thousand megapixels', png({ width: 32_000, height: 32_000, lines: Buffer.alloc(10) })],
    ['a JPEG of a thousand megapixels', jpeg({ width: 32_000, height: 32_000 })],
    ['lines without end', png({ lines: Buffer.alloc(60_000_000) })],
    ['a packed stream in a PDF', pdf([pdfStream(Buffer.alloc(60_000_000))])],
    ['many of them', pdf(Array.from({ length: 8 }, () => pdfStream(Buffer.alloc(1_000_000))))],
    ['a picture in a PDF', pdf(['<< /Subtype /Image /Width 90000 /Height 90000 >>'])],
  ];
  for (const [name, bytes] of cases) assert.equal(await refusalOf(bytes), 'too-large-unpacked', name);
  assert.ok(Date.now() - began < 10_000, 'in little time');
  assert.ok(process.memoryUsage().rss - before < 400_000_000, 'and memory, with what the test itself packed');
});

test('a document made to be searched again and again, or to fall into a million parts, costs no more than another', async () => {
  const before = process.cpuUsage().user;
  const digits = Buffer.from(`%PDF-1.4\nxref\n${'1'.repeat(80_000)}\nstartxref\n9\n%%EOF`);
  assert.equal(await refusalOf(digits), 'damaged');
  const tables = Array.from({ length: 30_000 }, () => jpegSegment(0xdb, Buffer.alloc(0)));
  assert.equal(await refusalOf(jpeg({ extra: tables })), 'damaged');
  assert.ok(process.cpuUsage().user - before < 1_500_000, 'a page of ours would stand still meanwhile');
});

test('place, time, camera and comments are gone from a picture, and which way up it is stays', async () => {
  const photo = jpeg({
    extra: [
      jpegSegment(0xe1, exif(6)),
      jpegSegment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>')),
      jpegSegment(0xed, Buffer.from('Photoshop 3.0\0city Jakarta')),
      jpegSegment(0xfe, Buffer.from('a comment')),
    ],
    behind: Buffer.from('MotionPhoto'),
  });
  const checked = await checkDocument(photo, limits);
  assert.ok(checked.ok);
  const kept = checked.value.content.toString('latin1');
  for (const gone of ['GPS', 'xmpmeta', 'Photoshop', 'comment', 'MotionPhoto'])
    assert.ok(!kept.includes(gone), gone);
  assert.match(kept, /Exif\0\0MM/);
  assert.equal(checked.value.content.readUInt16BE(kept.indexOf('Exif') + 6 + 18), 6);
  const again = await checkDocument(checked.value.content, limits);
  assert.deepEqual(again.ok && again.value.content, checked.value.content, 'what is kept stays as it is');
  const upright = await checkDocument(jpeg({ extra: [jpegSegment(0xe1, exif(1))] }), limits);
  assert.deepEqual(upright.ok && upright.value.content, jpeg());
  const told = await checkDocument(
    png({ extra: [pngChunk('tEXt', Buffer.from('Location\0-6.2,106.8')), pngChunk('eXIf', exif(3))] }),
    limits,
  );
  assert.deepEqual(told.ok && told.value.content, png());
});
