; Uninstalling takes the program alone. Runs and data sets are the users': it says where they are.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    MessageBox MB_OK|MB_ICONINFORMATION "Glyphlab is being removed. What you trained and imported stays, for each user in$\r$\n%LOCALAPPDATA%\glyphlab$\r$\nDelete that folder if you want it gone." /SD IDOK
  ${endIf}
!macroend

; The installer leaves a copy of itself for updates, which Glyphlab does not make.
!macro customInstall
  SetShellVarContext current
  Delete "$LOCALAPPDATA\${APP_INSTALLER_STORE_FILE}"
  RMDir "$LOCALAPPDATA\glyphlab-updater"
  ${if} $installMode == "all"
    SetShellVarContext all
  ${endif}
!macroend
