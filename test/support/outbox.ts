import type { TestApp } from './app.ts'

/** Every message in the outbox of a service, newest first. Others who share it may have more of a later day than fit on a page. */
export async function wholeOutbox({ get }: Pick<TestApp, 'get'>): Promise<any[]> {
  const items: any[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await get(`/api/v1/outbox?limit=200${cursor ? `&cursor=${cursor}` : ''}`)
    items.push(...body.items)
    cursor = body.nextCursor
  }
  return items
}
