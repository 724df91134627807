import type { ZodOpenApiPathsObject } from 'zod-openapi'
import {
  AgentList,
  BatchRequest,
  BatchView,
  CallRequest,
  CandidateList,
  CandidateQuery,
  DispositionList,
  DispositionQuery,
  LeadList,
  LeadQuery,
  LeadReport,
  LeadReportQuery,
  LeadRequest,
  LeadWithCustomer,
  ResolveRequest,
  UnassignRequest,
} from '../leads.ts'
import {
  OrderEnd,
  OrderEntryChange,
  OrderEntryRequest,
  OrderExportQuery,
  OrderList,
  OrderQuery,
  OrdersRequest,
  OrdersTaken,
  OrderTableRequest,
  OrderTableView,
  OrderView,
  ShopChange,
  ShopList,
  ShopRequest,
  ShopView,
  SoldItems,
} from '../orders.ts'

import { id, operation, table } from './operation.ts'

export const ordersPaths: ZodOpenApiPathsObject = {
  '/api/v1/orders': {
    get: operation('The Order Details report: orders, the newest first', { tag: 'Orders', query: OrderQuery, answer: OrderList }),
    post: operation('Take over what a shop tells of its orders, known by their numbers; told again they change nothing', {
      tag: 'Orders',
      body: OrdersRequest,
      answer: OrdersTaken,
    }),
  },
  '/api/v1/orders.csv': table('The Order Details report as a table', { tag: 'Orders', query: OrderExportQuery }),
  '/api/v1/orders/import-csv': {
    post: operation('Take over a table of a shop’s orders, a line for each item', {
      tag: 'Orders',
      body: OrderTableRequest,
      answer: OrderTableView,
    }),
  },
  '/api/v1/orders/{id}': { get: operation('An order', { tag: 'Orders', path: id, answer: OrderView }) },
  '/api/v1/orders/{id}/cancel': {
    post: operation('Cancel an order', { tag: 'Orders', path: id, body: OrderEnd, answer: OrderView }),
  },
  '/api/v1/orders/{id}/refund': {
    post: operation('Note that the money of an order was given back', { tag: 'Orders', path: id, body: OrderEnd, answer: OrderView }),
  },
  '/api/v1/order-entry/items': {
    get: operation('What was ordered of late, with the price that it last had', { tag: 'Orders', answer: SoldItems }),
  },
  '/api/v1/order-entry': {
    post: operation('Make an order. One that is complete resolves its customer’s lead', {
      tag: 'Orders',
      body: OrderEntryRequest,
      status: 201,
      answer: OrderView,
      creates: true,
    }),
  },
  '/api/v1/order-entry/{id}': {
    patch: operation('Go on with an order that is partial or was declined, or finish it', {
      tag: 'Orders',
      path: id,
      body: OrderEntryChange,
      answer: OrderView,
    }),
  },
  '/api/v1/shops': {
    get: operation('Shops whose orders come in', { tag: 'Orders', answer: ShopList }),
    post: operation('Add a shop', { tag: 'Orders', body: ShopRequest, status: 201, answer: ShopView }),
  },
  '/api/v1/shops/{id}': {
    patch: operation('Rename a shop, switch it off, or give it a new secret', {
      tag: 'Orders',
      path: id,
      body: ShopChange,
      answer: ShopView,
    }),
  },
  '/api/v1/dispositions': {
    get: operation('What may come of a call, as the Call Centers page has it', {
      tag: 'Leads',
      query: DispositionQuery,
      answer: DispositionList,
    }),
  },
  '/api/v1/leads': {
    get: operation('Who is assigned to whom now, the newest first', { tag: 'Leads', query: LeadQuery, answer: LeadList }),
    post: operation('Assign a customer whose latest order is partial', {
      tag: 'Leads',
      body: LeadRequest,
      status: 201,
      answer: LeadWithCustomer,
    }),
  },
  '/api/v1/leads/many': {
    post: operation('Assign the customers of orders', { tag: 'Leads', body: BatchRequest, answer: BatchView }),
  },
  '/api/v1/leads/agents': {
    get: operation('All leads agents, with how many leads each has', { tag: 'Leads', answer: AgentList }),
  },
  '/api/v1/leads/candidates': {
    get: operation('Customers whose latest order is partial, the newest first', {
      tag: 'Leads',
      query: CandidateQuery,
      answer: CandidateList,
    }),
  },
  '/api/v1/leads/report': {
    get: operation('The Leads Agent Report: assigned leads, and the newest of their history', {
      tag: 'Leads',
      query: LeadReportQuery,
      answer: LeadReport,
    }),
  },
  '/api/v1/leads/{id}/resolve': {
    post: operation('Close a lead without a sale', { tag: 'Leads', path: id, body: ResolveRequest, answer: LeadWithCustomer }),
  },
  '/api/v1/leads/{id}/unassign': {
    post: operation('Take a lead back', { tag: 'Leads', path: id, body: UnassignRequest, answer: LeadWithCustomer }),
  },
  '/api/v1/customers/{id}/calls': {
    post: operation('Note what came of a call', { tag: 'Leads', path: id, body: CallRequest, status: 204 }),
  },
}
