const lwc = require('@salesforce/eslint-config-lwc')
const jest = require('eslint-plugin-jest')

module.exports = [
  { ignores: ['node_modules/', '*.js', 'checks/'] },
  ...lwc.configs.recommended.map((config) => ({ ...config, files: ['force-app/**/lwc/**/*.js'] })),
  { files: ['**/__tests__/**/*.js'], languageOptions: { globals: { ...jest.environments.globals.globals, require: 'readonly', process: 'readonly' } } },
]
