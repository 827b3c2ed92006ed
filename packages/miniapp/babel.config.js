const nutui = (name) => `@nutui/nutui-react-taro/dist/es/packages/${name.toLowerCase()}`;

// The import plugin takes single NutUI components and their styles; the whole library would cost 279 kB in the main package.
module.exports = {
  presets: [['taro', { framework: 'react', ts: true, compiler: 'webpack5' }]],
  plugins: [
    [
      'import',
      {
        libraryName: '@nutui/nutui-react-taro',
        camel2DashComponentName: false,
        customName: nutui,
        customStyleName: (name) => `${nutui(name)}/style/css`,
      },
      'nutui-react-taro',
    ],
  ],
};
