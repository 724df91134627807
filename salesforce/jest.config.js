const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config')

module.exports = {
  ...jestConfig,
  setupFilesAfterEnv: ['<rootDir>/jest-accessible.js'],
  testMatch: ['**/__tests__/**/*.test.js', '<rootDir>/checks/*.test.js'],
}
