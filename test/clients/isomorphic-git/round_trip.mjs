// A clone, a commit and a push by isomorphic-git: node round_trip.mjs URL FOLDER USERNAME PASSWORD
import fs from 'node:fs'
import path from 'node:path'
import git from 'isomorphic-git'
import http from 'isomorphic-git/http/node/index.cjs'

const [url, dir, username, password] = process.argv.slice(2)
const onAuth = () => ({ username, password })
const author = { name: 'Iso', email: 'iso@example.com' }
const base = { fs, dir }
const remote = { ...base, http, url, onAuth }

await git.clone({ ...remote, ref: 'main', depth: 1, singleBranch: true })
fs.writeFileSync(path.join(dir, 'iso.txt'), 'from isomorphic-git\n')
await git.add({ ...base, filepath: 'iso.txt' })
const commit = await git.commit({ ...base, message: 'Iso', author })
const pushed = await git.push({ ...remote, ref: 'main', remoteRef: 'main' })
const refused = await git.push({ ...remote, ref: 'main', remoteRef: 'refs/heads/main/below' }).then(() => '', error => error.data?.prettyDetails ?? String(error))
await git.fetch({ ...remote, ref: 'main' })
console.log(JSON.stringify({ commit, ok: pushed.ok, refused }))
