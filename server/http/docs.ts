import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import express, { Router, type Router as Routes } from 'express'
import { openApi } from './contract/openapi.ts'

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Switchboard API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, tryItOutEnabled: false, validatorUrl: null })`

/** The API's description, for programs and for people. Everything comes from this server. */
export function docsRoutes(publicUrl: string): Routes {
  const document = JSON.stringify(openApi(publicUrl))
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  return Router()
    .get('/openapi.json', (_req, res) => void res.type('application/json').send(document))
    .get('/docs', (_req, res) => void res.type('html').send(PAGE))
    .get('/docs/start.js', (_req, res) => void res.type('text/javascript').send(START))
    .use('/docs/assets', express.static(assets, { index: false, maxAge: '1d' }))
}
