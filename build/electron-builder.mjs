// What electron-builder makes of the staged application: see docs/packaging.md.
import { join } from 'node:path'
import { ROOT } from '../bin/build.mjs'
import { forgetLengths } from './forget-lengths.mjs'
import { LICENCES } from './licences.mjs'
import { refuseForeignLibraries } from './refuse-foreign-libraries.mjs'

export const APPLICATION = join(ROOT, 'out', 'package', 'application')

/** @param runtime the folder of the CPU runtime of this system, with its binding */
export function configuration(runtime) {
  return {
    appId: 'org.glyphlab.Glyphlab',
    productName: 'Glyphlab',
    copyright: 'Copyright © The Glyphlab authors',
    directories: {
      app: APPLICATION,
      output: join(ROOT, 'out', 'package'),
      buildResources: join(ROOT, 'build'),
    },
    // Modules are staged, none is rebuilt: the binding lies with its libraries. (`npmRebuild: false` alone would have
    // all of the checkout's production modules collected.)
    beforeBuild: () => Promise.resolve(false),
    publish: null,
    files: ['out/**', 'package.json', { from: 'node_modules', to: 'node_modules' }],
    asar: true,
    // A compiler reads no archive: the binding for another libtensorflow is built from these.
    asarUnpack: ['node_modules/@tensorflow/tfjs-node-gpu/**', 'node_modules/node-api-headers/**'],
    extraResources: [
      { from: runtime, to: 'runtime/cpu' },
      { from: join(ROOT, 'resources'), to: '.', filter: ['built-in/**', 'gate/**'] },
      { from: join(ROOT, 'LICENSE'), to: 'licenses/Glyphlab.txt' },
      { from: LICENCES, to: 'licenses/THIRD_PARTY_LICENSES.txt' },
    ],
    electronFuses: {
      // The command line of an installed application runs by it: see SECURITY.md.
      runAsNode: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      // There are no cookies, and to encrypt none macOS would ask for the keychain.
      enableCookieEncryption: false,
      // Apple's processors start nothing that was changed since it was signed, be it by nobody in particular.
      resetAdHocDarwinSignature: process.platform === 'darwin',
    },
    electronLanguages: ['en-US'],
    fileAssociations: {
      ext: 'glyphlab',
      name: 'Glyphlab run',
      description: 'A training run of Glyphlab',
      mimeType: 'application/vnd.glyphlab.run+zip',
      role: 'Viewer',
    },
    artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
    afterPack: ({ appOutDir, packager, electronPlatformName }) => {
      refuseForeignLibraries(appOutDir)
      if (electronPlatformName === 'darwin')
        forgetLengths(join(packager.getResourcesDir(appOutDir), 'runtime', 'cpu'))
    },
    linux,
    // Its start looks whether the browser's sandbox works: else a menu that has taken it in would never use it.
    appImage: { executableArgs: [] },
    deb,
    mac,
    dmg: { sign: false },
    win,
    nsis,
  }
}

const launcher = (name) => ({ from: join(ROOT, 'build', 'launchers', name), to: `bin/${name}` })

const linux = {
  target: ['AppImage', 'deb'],
  executableName: 'glyphlab',
  icon: join(ROOT, 'build', 'icons'),
  category: 'Science',
  synopsis: 'Train and demo handwritten-character recognisers',
  maintainer: 'The Glyphlab authors',
  vendor: 'The Glyphlab authors',
  extraResources: [launcher('glyphlab')],
  desktop: { entry: { Keywords: 'machine learning;handwriting;neural network;EMNIST;' } },
}

const deb = {
  afterInstall: join(ROOT, 'build', 'linux', 'after-install.sh'),
  afterRemove: join(ROOT, 'build', 'linux', 'after-remove.sh'),
  packageCategory: 'science',
}

const mac = {
  target: [
    { target: 'dmg', arch: 'arm64' },
    { target: 'zip', arch: 'arm64' },
  ],
  icon: join(ROOT, 'build', 'icons', 'icon.icns'),
  category: 'public.app-category.education',
  extraResources: [launcher('glyphlab')],
  hardenedRuntime: true,
  gatekeeperAssess: false,
  entitlements: join(ROOT, 'build', 'mac', 'entitlements.plist'),
  entitlementsInherit: join(ROOT, 'build', 'mac', 'entitlements.plist'),
  // Needs APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER (or an Apple id's three): else not notarised.
  notarize: process.env.APPLE_API_KEY !== undefined || process.env.APPLE_ID !== undefined,
}

const win = {
  target: [{ target: 'nsis', arch: 'x64' }],
  icon: join(ROOT, 'build', 'icons', 'icon.ico'),
  extraResources: [launcher('glyphlab.cmd')],
}

const nsis = {
  oneClick: false,
  perMachine: false,
  allowToChangeInstallationDirectory: true,
  // Runs are the user's: build/windows/installer.nsh says where they stay.
  deleteAppDataOnUninstall: false,
  include: join(ROOT, 'build', 'windows', 'installer.nsh'),
}
