import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, type Problem, Unreachable } from '@/lib/api';
import type { Patch } from './mergePatch';
import { applyPatch } from './mergePatch';
import { type EditorHost, RecordEditor, type RecordRequests, type Resolution } from './recordEditor';
import { RecordStore } from './recordStore';

interface Row {
  id: string;
  version: number;
  name?: string;
  notes?: string;
}

function problem(code: string, part: Partial<Problem> = {}): ApiError {
  return new ApiError({ type: '', code, title: '', status: 400, detail: '', requestId: 'r', ...part });
}

/** A server with one record, that keeps to versions as the API does. */
class Server implements RecordRequests<Row> {
  record: Row = { id: '1', version: 1, name: 'A' };
  isDeleted = false;
  readonly sent: { patch: Patch; ifMatch: string }[] = [];
  before: () => Promise<void> | void = () => undefined;

  async update(_: string, patch: Patch, ifMatch: string): Promise<Row> {
    this.sent.push({ patch, ifMatch });
    await this.before();
    this.#match(ifMatch);
    this.record = { ...applyPatch(this.record, patch), version: this.record.version + 1 };
    return this.record;
  }

  async remove(_: string, ifMatch: string): Promise<void> {
    await this.before();
    if (this.isDeleted) throw problem('gone');
    this.#match(ifMatch);
    this.isDeleted = true;
  }

  restore(): Promise<Row> {
    this.isDeleted = false;
    this.record = { ...this.record, version: this.record.version + 1 };
    return Promise.resolve(this.record);
  }

  changeElsewhere(patch: Patch): void {
    this.record = { ...applyPatch(this.record, patch), version: this.record.version + 1 };
  }

  #match(ifMatch: string): void {
    if (ifMatch !== `"${this.record.version.toString()}"`) throw problem('stale_version', { current: { ...this.record } as unknown as Record<string, never> });
  }
}

let server: Server;
let store: RecordStore;
let editor: RecordEditor;
let host: { [Member in keyof EditorHost]: ReturnType<typeof vi.fn<EditorHost[Member]>> };
const begun: Row = { id: '1', version: 1, name: 'A' };
const shown = () => store.project<Row>(begun);

beforeEach(() => {
  server = new Server();
  store = new RecordStore();
  host = { resolve: vi.fn<EditorHost['resolve']>(), retry: vi.fn<EditorHost['retry']>(() => Promise.resolve()) };
  editor = new RecordEditor(store, host);
});

describe('an edit', () => {
  it('shows at once and stays', async () => {
    const edit = editor.edit(server, begun, { name: 'B' });
    expect(shown().name).toBe('B');
    await edit;
    expect(shown()).toEqual({ id: '1', version: 2, name: 'B' });
    expect(store.changes()).toEqual([]);
  });

  it('is rolled back alone where it is refused, even two in a row', async () => {
    server.before = () => {
      throw problem('validation_failed');
    };
    const first = editor.edit(server, begun, { name: 'B' });
    const second = editor.edit(server, shown(), { name: 'C' });
    expect(shown().name).toBe('C');
    await expect(first).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(second).rejects.toMatchObject({ code: 'validation_failed' });
    expect(shown().name).toBe('A');
  });

  it('of quick successions are sent in order, each from the version before', async () => {
    const edits = ['B', 'C', 'D'].map((name) => editor.edit(server, shown(), { name }));
    await Promise.all(edits);
    expect(server.sent.map(({ ifMatch }) => ifMatch)).toEqual(['"1"', '"2"', '"3"']);
    expect(shown()).toMatchObject({ version: 4, name: 'D' });
    expect(host.resolve).not.toHaveBeenCalled();
  });

  it('is not overwritten by an answer that was asked for before', async () => {
    await editor.edit(server, begun, { name: 'B' });
    store.learn(begun);
    expect(shown().name).toBe('B');
  });

  it('goes on by itself where another person changed something else', async () => {
    server.changeElsewhere({ notes: 'theirs' });
    await editor.edit(server, begun, { name: 'B' });
    expect(server.record).toEqual({ id: '1', version: 3, name: 'B', notes: 'theirs' });
    expect(host.resolve).not.toHaveBeenCalled();
  });

  it('asks where another person changed the same, and sends what is chosen', async () => {
    server.changeElsewhere({ name: 'theirs' });
    host.resolve.mockImplementation((conflict) => Promise.resolve({ keepMine: conflict.paths }));
    await editor.edit(server, begun, { name: 'mine' });
    expect(host.resolve).toHaveBeenCalledExactlyOnceWith({ mine: { name: 'mine' }, theirs: { id: '1', version: 2, name: 'theirs' }, paths: [['name']] });
    expect(server.record).toMatchObject({ version: 3, name: 'mine' });
  });

  it.each<[string, Resolution]>([
    ['theirs is kept', { keepMine: [] }],
    ['it is given up', null],
  ])('leaves the record alone where %s', async (_, resolution) => {
    server.changeElsewhere({ name: 'theirs' });
    host.resolve.mockResolvedValue(resolution);
    await editor.edit(server, begun, { name: 'mine' });
    expect(server.record).toMatchObject({ version: 2, name: 'theirs' });
    expect(shown().name).toBe('theirs');
  });

  it('sends the other members where one of them is given up', async () => {
    server.changeElsewhere({ name: 'theirs' });
    host.resolve.mockResolvedValue({ keepMine: [] });
    await editor.edit(server, begun, { name: 'mine', notes: 'mine' });
    expect(server.record).toMatchObject({ name: 'theirs', notes: 'mine' });
  });

  it('asks as well where the newer version was read meanwhile', async () => {
    server.changeElsewhere({ name: 'theirs' });
    store.learn(server.record);
    host.resolve.mockResolvedValue(null);
    await editor.edit(server, begun, { name: 'mine' });
    expect(host.resolve).toHaveBeenCalledOnce();
    expect(server.sent).toEqual([]);
  });

  it('waits without the network, says so, and is sent when it is back', async () => {
    let tries = 0;
    server.before = () => {
      tries += 1;
      if (tries === 1) throw new Unreachable();
    };
    let retry: () => void = () => undefined;
    host.retry.mockImplementation(() => new Promise((resolve) => (retry = resolve)));
    const edit = editor.edit(server, begun, { name: 'B' });
    await vi.waitFor(() => expect(store.changes()).toMatchObject([{ state: 'notSaved' }]));
    expect(shown().name).toBe('B');
    retry();
    await edit;
    expect(server.record.name).toBe('B');
    expect(store.changes()).toEqual([]);
  });

  it('fails where the server names no newer version to start from', async () => {
    server.before = () => {
      throw problem('stale_version', { current: { ...begun } as unknown as Record<string, never> });
    };
    await expect(editor.edit(server, begun, { name: 'B' })).rejects.toMatchObject({ code: 'stale_version' });
  });
});

describe('a deletion', () => {
  it('takes the record out at once, and restoring brings it back', async () => {
    const list = { items: [begun] };
    const removal = editor.remove(server, begun);
    expect(store.project(list).items).toEqual([]);
    await removal;
    await editor.restore(server, '1');
    expect(store.project(list).items).toMatchObject([{ id: '1', version: 2 }]);
  });

  it('is taken back where another person changed the record', async () => {
    server.changeElsewhere({ name: 'theirs' });
    await expect(editor.remove(server, begun)).rejects.toMatchObject({ code: 'stale_version' });
    expect(store.project({ items: [begun] }).items).toMatchObject([{ name: 'theirs' }]);
  });

  it('is done where somebody else did it', async () => {
    server.isDeleted = true;
    await editor.remove(server, begun);
    expect(store.project({ items: [begun] }).items).toEqual([]);
  });

  it('waits for the edits before it', async () => {
    const edit = editor.edit(server, begun, { name: 'B' });
    const removal = editor.remove(server, begun);
    await Promise.all([edit, removal]);
    expect(server.isDeleted).toBe(true);
  });
});
